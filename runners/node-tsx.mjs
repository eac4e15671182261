// For a Node that cannot strip types: tsx, registered in each thread (workers inherit `--import`). The entry point
// `tsx` itself registers in the main thread only.
import { register } from "tsx/esm/api";

register();
