'use client';
// What becomes of an API's document: the job that reads it, followed until it ends, and what it came to.

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useOrganisation } from '@/features/shell/organisation';
import type { Model } from '@/hub/client';
import { changed, read } from '@/hub/query';

/** Between two looks at a job that runs, in milliseconds. */
const LOOK = 400;

const isOver = (job: Model<'Job'> | undefined) => job !== undefined && !['queued', 'running'].includes(job.state);

/** The last job that reads an API's document. */
export function useCompilation(api: Model<'Api'>) {
  const { slug: organisation } = useOrganisation();
  const jobs = useQuery({
    ...read('/organisations/{organisation}/jobs', { path: { organisation }, query: { subject: api.id, kind: 'compile-api', limit: 1 } }),
    refetchInterval: ({ state }) => (isOver(state.data?.items[0]) ? false : LOOK),
  });
  const job = jobs.data?.items[0];
  const isDone = isOver(job);
  useEffect(() => {
    if (isDone) void changed('/organisations/{organisation}/apis/{api}', '/organisations/{organisation}/apis/{api}/revisions/{revision}', '/organisations/{organisation}/apis');
  }, [isDone, job?.id]);
  return { job, isDone, error: jobs.error, retry: () => void jobs.refetch() };
}

/** The report on a revision. The hub's own document calls it an object; this is what is in it. */
export interface Report {
  kind: string;
  version: string;
  title: string;
  operations: number;
  tools: number;
  skipped: { operation: string; code: string; reason: string; place: string }[];
  diagnostics: Diagnostic[];
  millis: number;
}

export interface Diagnostic {
  severity: 'error' | 'warning' | 'info';
  code: string;
  message: string;
  place: string;
  help?: string;
}

export function useRevision(api: Model<'Api'>, revision = 'last', isWanted = true) {
  const { slug: organisation } = useOrganisation();
  const path = { organisation, api: api.id, revision };
  const detail = useQuery({ ...read('/organisations/{organisation}/apis/{api}/revisions/{revision}', { path }), enabled: isWanted });
  const report = useQuery({ ...read('/organisations/{organisation}/apis/{api}/revisions/{revision}/report', { path }), enabled: isWanted });
  return {
    detail: detail.data, report: report.data as Report | undefined, error: detail.error ?? report.error,
    retry: () => { void detail.refetch(); void report.refetch(); },
  };
}

const KINDS: Record<string, string> = { openapi: 'OpenAPI', swagger: 'Swagger', graphql: 'GraphQL', wsdl: 'WSDL', grpc: 'gRPC', proto: 'protocol buffers', postman: 'Postman', har: 'HAR', curl: 'curl', http: 'HTTP tools' };

/** `OpenAPI 3.1.0` */
export function kindOf(kind: string, version = ''): string {
  return `${KINDS[kind] ?? kind} ${version}`.trim();
}
