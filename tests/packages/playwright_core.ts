/**
 * The part of playwright-core that the tests use.
 *
 * The package itself is loaded when a browser is launched, by a name that Deno
 * cannot see beforehand. So it stays out of the project's lock, all of which Deno
 * downloads before any `deno task`. It is in tests/deno.lock, which
 * `deno task test` uses.
 *
 * @module
 */
/// <reference lib="dom" />

const NAME = "npm:playwright-core@1.65.1";

/** Launches Chromium. */
export async function launch(
  options: { executablePath: string; args: string[] },
): Promise<Browser> {
  const { chromium } = await import(NAME);
  return await chromium.launch(options);
}

type Awaitable<T> = T | Promise<T>;
type DomElement = HTMLElement | SVGElement;
type ByName = { name?: string; exact?: boolean };
type Wait = { timeout?: number };

export interface BrowserContextOptions {
  bypassCSP?: boolean;
  colorScheme?: "light" | "dark";
  contrast?: "more" | "no-preference";
  javaScriptEnabled?: boolean;
  offline?: boolean;
  reducedMotion?: "reduce" | "no-preference";
  viewport?: { width: number; height: number };
}

export interface Browser {
  contexts(): BrowserContext[];
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>;
  newPage(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

export interface BrowserContext {
  addInitScript(script: () => void): Promise<unknown>;
  newCDPSession(page: Page): Promise<{ send(method: string): Promise<Result> }>;
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

/** The part of Chromium's accessibility tree that tests read. */
interface Result {
  nodes: { role?: { value: string }; name?: { value: string } }[];
}

interface Request {
  url(): string;
}

interface Route {
  request(): Request;
  continue(): Promise<void>;
  abort(): Promise<void>;
}

interface PageEvents {
  console: { text(): string };
  dialog: { message(): string; dismiss(): Promise<void> };
  framenavigated: { url(): string };
  pageerror: Error;
  request: Request;
}

interface Queries {
  getByRole(role: string, options?: ByName): Locator;
  getByText(text: string): Locator;
  locator(selector: string): Locator;
}

export interface Page extends Queries {
  addInitScript(script: () => void): Promise<void>;
  readonly keyboard: { press(key: string): Promise<void> };
  context(): BrowserContext;
  close(): Promise<void>;
  emulateMedia(
    options: { media?: "print" | "screen"; colorScheme?: "light" | "dark" },
  ): Promise<void>;
  evaluate<R, A = void>(
    script: string | ((arg: A) => Awaitable<R>),
    arg?: A,
  ): Promise<R>;
  goto(url: string): Promise<unknown>;
  on<E extends keyof PageEvents>(
    event: E,
    listener: (event: PageEvents[E]) => void,
  ): void;
  pdf(options: { preferCSSPageSize?: boolean }): Promise<Uint8Array>;
  reload(): Promise<unknown>;
  route(url: string, handler: (route: Route) => unknown): Promise<void>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  screenshot(options: { fullPage?: boolean }): Promise<Uint8Array<ArrayBuffer>>;
  setContent(html: string): Promise<void>;
  url(): string;
  waitForFunction<A = void>(
    condition: (arg: A) => unknown,
    arg?: A,
    options?: Wait,
  ): Promise<unknown>;
  waitForTimeout(ms: number): Promise<void>;
}

export interface Locator extends Queries {
  all(): Promise<Locator[]>;
  allInnerTexts(): Promise<string[]>;
  ariaSnapshot(): Promise<string>;
  boundingBox(): Promise<
    { x: number; y: number; width: number; height: number } | null
  >;
  click(): Promise<void>;
  count(): Promise<number>;
  evaluate<R, A = void, E extends DomElement = DomElement>(
    script: (node: E, arg: A) => Awaitable<R>,
    arg?: A,
  ): Promise<R>;
  evaluateAll<R, E extends DomElement = DomElement>(
    script: (nodes: E[]) => R,
  ): Promise<R>;
  filter(options: { hasText: string }): Locator;
  first(): Locator;
  focus(): Promise<void>;
  isChecked(): Promise<boolean>;
  isVisible(): Promise<boolean>;
  last(): Locator;
  nth(index: number): Locator;
  page(): Page;
  screenshot(options: { scale: "css" }): Promise<Uint8Array>;
  scrollIntoViewIfNeeded(): Promise<void>;
  waitFor(
    options?: Wait & { state?: "attached" | "detached" | "visible" | "hidden" },
  ): Promise<void>;
}
