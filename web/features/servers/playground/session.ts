'use client';
// A visit to a server: connected in one of the eras with one of the tokens, what it offers, the messages, and the question that waits.

import { useCallback, useEffect, useRef, useState } from 'react';
import type { JsonSchema } from '@/features/tools/tool';
import { accessToken } from '@/hub/session';
import { type About, type Era, McpClient } from './client';
import { type Logged, McpError, type Question, type Reply } from './message';

export interface ListedTool {
  name: string;
  title?: string;
  description?: string;
  inputSchema: JsonSchema;
  outputSchema?: JsonSchema;
  annotations?: { readOnlyHint?: boolean; destructiveHint?: boolean; idempotentHint?: boolean };
}

export interface Resource {
  uri: string;
  name: string;
  title?: string;
  description?: string;
  mimeType?: string;
}

export interface Prompt {
  name: string;
  title?: string;
  description?: string;
  arguments?: { name: string; description?: string; required?: boolean }[];
}

export interface Offer {
  about: About;
  tools: ListedTool[];
  resources: Resource[];
  prompts: Prompt[];
}

/** Messages that are kept. */
const KEPT = 300;

/** A list that a server may not have is empty. */
const orNone = <One>(found: Promise<One[]>) => found.catch((error: unknown) => { if (error instanceof McpError && error.code === -32601) return []; throw error; });

/** `key` nothing: whoever is signed in. */
export function useVisit(url: string, era: Era, key: string, isOpen: boolean) {
  const [offer, setOffer] = useState<Offer>();
  const [error, setError] = useState<Error>();
  const [messages, setMessages] = useState<Logged[]>([]);
  const [question, setQuestion] = useState<Question & { reply: (reply: Reply) => void }>();
  const [client, setClient] = useState<McpClient>();
  const [round, again] = useState(0);
  const number = useRef(0);

  useEffect(() => {
    let isOver = false;
    const made = new McpClient({
      url, era, token: async () => (isOpen ? undefined : key || accessToken()),
      onMessage: (logged) => {
        if (isOver) return;
        number.current += 1;
        const id = number.current;
        setMessages((before) => [{ ...logged, id }, ...before].slice(0, KEPT));
      },
      onQuestion: (asked) => new Promise((resolve) => {
        setQuestion({ ...asked, reply: (reply) => { setQuestion(undefined); resolve(reply); } });
      }),
    });
    const visit = async () => {
      setOffer(undefined);
      setError(undefined);
      setClient(made);
      try {
        const about = await made.connect();
        const tools = await made.list<ListedTool>('tools/list', 'tools');
        const resources = 'resources' in about.capabilities ? await orNone(made.list<Resource>('resources/list', 'resources')) : [];
        const prompts = 'prompts' in about.capabilities ? await orNone(made.list<Prompt>('prompts/list', 'prompts')) : [];
        if (!isOver) setOffer({ about, tools, resources, prompts });
      } catch (problem) {
        if (!isOver) setError(problem instanceof Error ? problem : new Error(String(problem)));
      }
    };
    void visit();
    return () => { isOver = true; };
  }, [url, era, key, isOpen, round]);

  return { client, offer, error, messages, question, again: useCallback(() => again((before) => before + 1), []), clear: useCallback(() => setMessages([]), []) };
}

export type Visit = ReturnType<typeof useVisit>;
