'use strict';

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** Makes an element; text is always text, never markup. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

/** Text in which `code` is set as code. */
function prose(text) {
  return (text ?? '').split('`').map((part, index) => index % 2 ? make('code', {}, part) : part);
}

const nameOf = reference => reference.split('/').pop();

function typeOf(schema) {
  if (!schema) return ['any'];
  if (schema.$ref) return [make('a', { href: `#schema-${nameOf(schema.$ref)}` }, nameOf(schema.$ref))];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.flatMap((choice, index) => index ? [' | ', ...typeOf(choice)] : typeOf(choice));
  if (schema.enum) return [schema.enum.map(value => JSON.stringify(value)).join(' | ')];
  const types = [schema.type ?? 'any'].flat().sort((a, b) => (a === 'null') - (b === 'null'));
  return types.flatMap((type, index) => {
    const name = type === 'array' ? ['[', ...typeOf(schema.items), ']'] : [schema.format && type === 'string' ? schema.format : type];
    return index ? [' | ', ...name] : name;
  });
}

function limits(schema) {
  const range = [];
  if (schema.default !== undefined) range.push(`default ${JSON.stringify(schema.default)}`);
  if (schema.minimum !== undefined) range.push(`at least ${schema.minimum}`);
  if (schema.maximum !== undefined) range.push(`at most ${schema.maximum}`);
  if (schema.maxLength !== undefined) range.push(`up to ${schema.maxLength} characters`);
  if (schema.readOnly) range.push('set by the server');
  return range.length ? ` (${range.join(', ')})` : '';
}

function row(name, schema, required, description) {
  return make('tr', {},
    make('td', {}, name, required && make('span', { class: 'required', title: 'required' }, '*')),
    make('td', {}, ...typeOf(schema)),
    make('td', {}, ...prose(description ?? schema.description), make('small', {}, limits(schema))));
}

const table = rows => make('div', { class: 'scroll' }, make('table', {}, make('tbody', {}, ...rows)));
const code = value => make('pre', {}, make('code', {}, typeof value === 'string' ? value : JSON.stringify(value, null, 2)));

function members(schema) {
  const parts = schema.allOf ?? [schema];
  return parts.flatMap(part => part.$ref
    ? [make('tr', {}, make('td', {}, '…'), make('td', {}, ...typeOf(part)), make('td', {}, 'all of its members'))]
    : Object.entries(part.properties ?? {}).map(([name, member]) => row(name, member, part.required?.includes(name))));
}

function body(content, schemas) {
  const schema = content?.['application/json']?.schema;
  if (!schema) return [];
  const example = schema.$ref && schemas[nameOf(schema.$ref)]?.examples?.[0];
  return [make('p', {}, ...typeOf(schema)), example && code(example)];
}

function curl(path, method, operation, schemas) {
  const request = operation.requestBody?.content['application/json'].schema.$ref;
  const example = request && schemas[nameOf(request)]?.examples?.[0];
  const lines = [`curl -X ${method.toUpperCase()} ${location.origin}${path}`];
  if (operation.security) lines.push(`-H 'Authorization: Bearer <token>'`);
  if (example) lines.push(`--json '${JSON.stringify(example)}'`);
  return code(lines.join(' \\\n  '));
}

function article(path, method, operation, schemas) {
  const parameters = operation.parameters ?? [];
  const responses = Object.entries(operation.responses);
  return make('article', { id: operation.operationId, 'data-text': `${method} ${path} ${operation.summary} ${operation.operationId}`.toLowerCase() },
    make('h3', {}, operation.summary),
    make('p', { class: 'route' }, make('span', { class: `method ${method}` }, method.toUpperCase()), path,
      operation.deprecated && make('span', { class: 'note' }, 'deprecated'),
      !operation.security && make('span', { class: 'note' }, 'open')),
    operation.description && make('p', {}, ...prose(operation.description)),
    parameters.length > 0 && make('h4', {}, 'Parameters'),
    parameters.length > 0 && table(parameters.map(parameter =>
      row(parameter.name, parameter.schema, parameter.required, `${parameter.in === 'query' ? '' : `${parameter.in}. `}${parameter.description ?? ''}`))),
    operation.requestBody && make('h4', {}, 'Body'),
    ...(operation.requestBody ? body(operation.requestBody.content, schemas) : []),
    make('h4', {}, 'Answer'),
    ...body(operation.responses['200'].content, schemas),
    make('details', {}, make('summary', {}, 'Statuses'),
      table(responses.map(([status, response]) => row(status, response.content?.['application/json']?.schema, false, response.description)))),
    make('details', {}, make('summary', {}, 'curl'), curl(path, method, operation, schemas)));
}

function definition(name, schema) {
  return make('article', { id: `schema-${name}`, 'data-text': name.toLowerCase() },
    make('h3', {}, name),
    make('p', {}, ...prose(schema.description)),
    table(members(schema)),
    schema.examples?.[0] && make('details', {}, make('summary', {}, 'Example'), code(schema.examples[0])));
}

function render(api) {
  const schemas = api.components.schemas;
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of methods.filter(name => item[name])) {
      const operation = item[method];
      const tag = operation.tags?.[0] ?? 'Other';
      groups.set(tag, [...groups.get(tag) ?? [], { path, method, operation }]);
    }
  }

  const index = document.getElementById('index');
  const content = document.getElementById('content');
  content.replaceChildren(
    make('h1', {}, api.info.title), make('p', { class: 'lead' }, `${api.info.description} Version ${api.info.version}.`));
  const order = [...groups.keys()].sort((a, b) => (a === 'Legacy') - (b === 'Legacy'));
  for (const tag of order) {
    index.append(make('h2', {}, tag), ...groups.get(tag).map(({ operation }) =>
      make('a', { href: `#${operation.operationId}` }, operation.summary)));
    content.append(make('h2', {}, tag), ...groups.get(tag).map(({ path, method, operation }) => article(path, method, operation, schemas)));
  }

  const names = Object.keys(schemas).sort();
  index.append(make('h2', {}, 'Schemas'), ...names.map(name => make('a', { href: `#schema-${name}` }, name)));
  content.append(make('h2', {}, 'Schemas'), ...names.map(name => definition(name, schemas[name])));
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

function follow() {
  const links = new Map([...document.querySelectorAll('#index a')].map(link => [link.hash.slice(1), link]));
  const observer = new IntersectionObserver(entries => {
    for (const entry of entries.filter(candidate => candidate.isIntersecting)) {
      for (const link of links.values()) link.removeAttribute('aria-current');
      links.get(entry.target.id)?.setAttribute('aria-current', 'true');
    }
  }, { rootMargin: '-15% 0px -75%' });
  for (const target of document.querySelectorAll('article')) observer.observe(target);
}

function find() {
  const search = document.getElementById('search');
  search.addEventListener('input', () => {
    const words = search.value.toLowerCase().split(/\s+/);
    for (const target of document.querySelectorAll('article')) {
      target.hidden = !words.every(word => target.dataset.text.includes(word));
      document.querySelector(`#index a[href="#${target.id}"]`).hidden = target.hidden;
    }
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    }
  });
}

async function start() {
  for (const place of document.querySelectorAll('[data-origin]')) place.textContent = location.origin;
  if (!document.getElementById('index')) return;
  const response = await fetch('/openapi.json');
  if (!response.ok) throw new Error(`/openapi.json answered ${response.status}`);
  render(await response.json());
  follow();
  find();
}

start().catch(error => {
  const status = document.getElementById('status');
  if (status) status.textContent = `The description could not be shown: ${error.message}`;
});
