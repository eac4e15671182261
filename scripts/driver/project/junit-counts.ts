import { XMLParser } from "fast-xml-parser";

/** How many tests ended which way. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Counts the tests of a JUnit report, as Node, Deno and Bun write it. A suite is no test, even where it is reported
 * as one (Deno); it counts as a failed one if it failed and no test in it did, as when a hook throws.
 */
export function junitCounts(xml: string): TestCounts {
  const cases = testCases(xml);
  const parents = new Map<string, boolean>();
  for (const { name, status } of cases) {
    for (let end = name.lastIndexOf(" > "); end !== -1; end = name.lastIndexOf(" > ", end - 1)) {
      const parent = name.slice(0, end);
      parents.set(parent, parents.get(parent) === true || status === "failed");
    }
  }
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, status } of cases) {
    const childFailed = parents.get(name);
    if (childFailed === undefined || (status === "failed" && !childFailed)) counts[status] += 1;
  }
  return counts;
}

interface TestCase {
  readonly name: string;
  readonly status: keyof TestCounts;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseAttributeValue: false,
});

/** All tests of a report, in all its suites. */
function testCases(xml: string): TestCase[] {
  return casesIn(parser.parse(xml));
}

/** What the parser makes of an element is an object with its attributes and children; of several with one name, a list. */
function casesIn(element: unknown): TestCase[] {
  if (typeof element !== "object" || element === null) return [];
  return Object.entries(element).flatMap(([name, child]: [string, unknown]) =>
    name === "testcase" ? [child].flat().map(testCase) : casesIn(child),
  );
}

function testCase(element: unknown): TestCase {
  // One without attributes and children is an empty text.
  const parts = typeof element === "object" && element !== null ? element : {};
  const status =
    "failure" in parts || "error" in parts ? "failed" : "skipped" in parts ? "skipped" : "passed";
  return { name: "@name" in parts ? String(parts["@name"]) : "", status };
}
