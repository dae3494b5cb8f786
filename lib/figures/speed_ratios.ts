/** How long a case takes somebody, as a multiple of what it takes PyTorch. */
export interface SpeedTiming {
  /** The function's name in the kernels. */
  function: string;
  rows: number;
  cols: number;
  dtype: "float32" | "float64";
  contender: string;
  /** How many threads may work. */
  threads: number;
  /** Time relative to PyTorch's on as many threads, the median of the rounds. */
  ratio: number;
}
