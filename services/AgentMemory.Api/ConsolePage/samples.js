// A few memories of an invented person to try searches on. Their ids are fixed, so loading them twice changes nothing.
const DAY = 86400000;

const SAMPLES = [
  ["Prefers aisle seats on long flights", "semantic", ["travel", "seats"], ["flights"]],
  ["Is allergic to peanuts", "semantic", ["health", "food"], ["peanuts"]],
  ["Lives in Oslo with a cat named Pixel", "semantic", ["home", "pets"], ["Oslo", "Pixel"]],
  ["Works as a lighting designer for a small theatre", "semantic", ["work"], ["theatre"]],
  ["Does not take meetings before nine in the morning", "semantic", ["schedule", "work"], []],
  ["Likes strong coffee and dislikes milk in it", "semantic", ["food", "coffee"], []],
  ["Reads crime novels, most of all those set in Iceland", "semantic", ["books"], ["Iceland"]],
  ["Pays for hotels with the company card ending in 4411", "semantic", ["travel", "work"], []],
  ["Flew to Lisbon for a stage festival", "episodic", ["travel"], ["Lisbon"], 40],
  ["Missed a train in Bergen because of snow", "episodic", ["travel", "weather"], ["Bergen"], 12],
  ["Celebrated Maya’s birthday at a jazz club", "episodic", ["family", "music"], ["Maya"], 5],
  ["Switched from paper notes to a tablet", "episodic", ["work"], [], 2],
];

export const sampleIds = SAMPLES.map((_, index) => `sample-${index + 1}`);

export function samples() {
  return SAMPLES.map(([text, memory_type, topics, entities, daysAgo], index) => ({
    id: sampleIds[index], text, memory_type, topics: [...topics, "sample"], entities,
    event_date: daysAgo === undefined ? undefined : new Date(Date.now() - daysAgo * DAY).toISOString(),
  }));
}
