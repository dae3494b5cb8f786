import type { Header } from "../wire/message.ts";
import type { ErrorContent } from "./error_content.ts";
import type { FrontEnds } from "./front_ends.ts";

/** Text that a cell has printed and that is not published yet. */
interface WaitingText {
  name: string;
  text: string;
  parent: Partial<Header>;
  timer: ReturnType<typeof setTimeout>;
}

/** The time that text waits for more, in milliseconds. */
const WAIT = 10;

/** The most characters of text that wait. */
const MOST = 1 << 16;

/** Publishes messages to all front ends, in the order in which it is given them. */
export class Publisher {
  /** The header of the request that messages belong to: that of the cell that ran last. */
  parent: Partial<Header> = {};
  readonly #front: FrontEnds;
  #waiting?: WaitingText;

  constructor(front: FrontEnds) {
    this.#front = front;
  }

  /** Publishes a message. */
  send(
    type: string,
    content: Parameters<FrontEnds["publish"]>[1],
    parent = this.parent,
  ): void {
    this.#flush();
    this.#front.publish(type, content, parent);
  }

  /** Publishes an error. */
  error(content: ErrorContent, parent = this.parent): void {
    this.send("error", { ...content }, parent);
  }

  /** Publishes text, in a moment together with what follows: a message for each line would take front ends long. */
  print(name: string, text: string): void {
    if (this.#waiting?.name !== name) {
      this.#flush();
      const timer = setTimeout(() => this.#flush(), WAIT);
      this.#waiting = { name, text: "", parent: this.parent, timer };
    }
    this.#waiting!.text += text;
    if (this.#waiting!.text.length > MOST) this.#flush();
  }

  #flush(): void {
    if (!this.#waiting) return;
    const { name, text, parent, timer } = this.#waiting;
    clearTimeout(timer);
    this.#waiting = undefined;
    this.#front.publish("stream", { name, text }, parent);
  }
}
