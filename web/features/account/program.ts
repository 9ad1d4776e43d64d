// The browser and the system in what a program says of itself, as people call them.

const PROGRAMS: readonly [sign: RegExp, name: string][] = [
  [/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari'], [/^curl\//, 'curl'], [/^mcphub/, 'mcphub'],
];
const SYSTEMS: readonly [sign: RegExp, name: string][] = [
  [/iPhone|iPad/, 'iOS'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux'],
];

/** `Chrome on Linux`; what nobody knows is said as it is. */
export function programOf(agent: string): string {
  const program = PROGRAMS.find(([sign]) => sign.test(agent))?.[1];
  const system = SYSTEMS.find(([sign]) => sign.test(agent))?.[1];
  if (!program) return agent.slice(0, 60) || 'A program that does not say what it is';
  return system ? `${program} on ${system}` : program;
}
