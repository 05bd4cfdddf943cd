import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

/** Shows what a question to the API brought: its answer, that it is under way, or what went wrong and a way on. */
export function QueryState<T>({
  query,
  what,
  lines = 6,
  children,
}: {
  query: UseQueryResult<T, Error>;
  /** For the sentence "Loading …". */
  what: string;
  /** Grey lines that keep the place while it loads. */
  lines?: number;
  children: (answer: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return (
      <div className="notice bad" role="alert">
        <p>
          <strong>The {what} could not be loaded.</strong> {query.error.message}
        </p>
        <button type="button" className="plain" onClick={() => void query.refetch()}>
          Try again
        </button>
      </div>
    );
  }
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">Loading the {what} …</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="bone" />
      ))}
    </div>
  );
}
