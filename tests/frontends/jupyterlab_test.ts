import { frontEndTest } from "./front_end.ts";

frontEndTest("JupyterLab", "lab", ["Light", "Dark"]);
