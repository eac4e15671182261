import project from "../../../package.json" with { type: "json" };

/** The version of worker-matrix. */
export const version: string = project.version;
