namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>Says who presents the credentials of a request. Called on every request: what is slow is kept for a while.</summary>
internal interface ICredentialVerifier
{
    ValueTask<CredentialVerdict> VerifyAsync(string credentials, CancellationToken cancellationToken);
}
