import type { Identity, Reference } from "./reference.ts";

/** CPython, or what is compatible with it, with and without the GIL. */
export const python: Reference = {
  name: "python",
  commands: ["python3", "python"],
  identifyArgs: [
    "-c",
    `import json, platform, sys, sysconfig
free_threading = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
gil = getattr(sys, "_is_gil_enabled", lambda: True)()
version = "%d.%d.%d" % sys.version_info[:3]
engine = "%s %s%s, GIL %s" % (platform.python_implementation(), version, " free-threading build" if free_threading else "", "on" if gil else "off")
print("python", json.dumps({"version": version + ("t" if free_threading else ""), "engine": engine, "path": sys.executable}))`,
  ],
  identity: (printed) => {
    const [, said] = /^python (\{.*\})$/m.exec(printed) ?? [];
    return said === undefined ? undefined : (JSON.parse(said) as Identity);
  },
  supported: ">=3.9.0",
  program: "run-cell.py",
  // PYTHON_GIL turns the GIL of a free-threading build on, and is how one compares the two.
  variables: ["PYTHON_GIL"],
  start: { kind: "interpreted", args: ["-B"] },
};
