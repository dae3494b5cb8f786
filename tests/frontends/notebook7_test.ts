import { frontEndTest } from "./front_end.ts";

// It shows outputs with JupyterLab's own code, so one theme is enough.
frontEndTest("Notebook 7", "notebook", ["Dark"]);
