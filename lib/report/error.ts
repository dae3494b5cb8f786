/** A notebook that no faithful page can be made of. The message names the notebook and the cell. */
export class ReportError extends Error {
  override name = "ReportError";
}
