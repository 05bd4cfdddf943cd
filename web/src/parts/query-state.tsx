import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

/** Shows what a question to the API brought: its answer, that it is under way, or what went wrong and a way on. */
export function QueryState<T>({
  query,
  what,
  children,
}: {
  query: UseQueryResult<T, Error>;
  /** For the sentence "Loading …". */
  what: string;
  children: (answer: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return (
      <div className="notice" role="alert">
        <p>{query.error.message}</p>
        <button type="button" onClick={() => void query.refetch()}>
          Try again
        </button>
      </div>
    );
  }
  return (
    <p className="loading" role="status">
      Loading {what} …
    </p>
  );
}
