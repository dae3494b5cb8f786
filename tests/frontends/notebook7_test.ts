import { frontEndTest } from "./front_end.ts";

frontEndTest("Notebook 7", "notebook");
