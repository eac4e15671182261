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

// A value may hold a bare ">": Node escapes only what it must.
const testCase = /<testcase((?:\s+[\w:-]+="[^"]*")*)\s*(?:\/>|>([\s\S]*?)<\/testcase>)/g;

function testCases(xml: string): TestCase[] {
  const markup = xml.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, "");
  return [...markup.matchAll(testCase)].map(([, attributes = "", content = ""]) => ({
    name: plain(/\sname="([^"]*)"/.exec(attributes)?.[1] ?? ""),
    status: /<(?:failure|error)\b/.test(content)
      ? "failed"
      : /<skipped\b/.test(content)
        ? "skipped"
        : "passed",
  }));
}

function plain(text: string): string {
  return text.replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}
