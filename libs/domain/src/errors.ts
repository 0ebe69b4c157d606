/** What went wrong decides what happens next, wherever it is caught. */
export type ErrorKind = 'rule' | 'input' | 'transient' | 'bug';

export type ErrorContext = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The one error class of the project. `code` is SCREAMING_SNAKE in domain words and survives process borders;
 * `message` is English for the log; `context` holds ids only, never personal data.
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly context: ErrorContext;

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    context: ErrorContext = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'AppError';
    this.kind = kind;
    this.code = code;
    this.context = context;
  }

  /** Anything thrown that is not ours is a bug: wrapped, with its cause kept. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new AppError('bug', 'ERRO_INESPERADO', message, {}, { cause: thrown });
  }
}

export interface ErrorPolicy {
  readonly status: 400 | 409 | 500 | 503;
  readonly retry: boolean;
  readonly level: 'info' | 'warn' | 'error';
}

/** Read by exactly two places: the HTTP error filter and the job runner. */
export const errorPolicy: Readonly<Record<ErrorKind, ErrorPolicy>> = {
  rule: { status: 409, retry: false, level: 'info' },
  input: { status: 400, retry: false, level: 'warn' },
  transient: { status: 503, retry: true, level: 'warn' },
  bug: { status: 500, retry: true, level: 'error' },
};
