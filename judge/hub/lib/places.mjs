// Where servers run: in the gateway's process, in processes of their own, in containers of an engine, as pods of a cluster. What faults ask of each
// of these places is asked in one way: which replicas run, how one is killed or held, what is left (places/place.mjs).

import { resolve } from 'node:path';
import { Cluster } from './cluster.mjs';
import { withContainers } from './docker.mjs';
import { Containers } from './places/containers.mjs';
import { Place, Processes } from './places/place.mjs';
import { Pods } from './places/pods.mjs';

export const TARGETS = ['embedded', 'process', 'docker', 'kubernetes'];

/** All places of a run. `runtime`: the static mcphub-runtime, for containers and pods. */
export class Places {
  static async open(targets, runtime) {
    const places = Object.assign(new Places(), { targets, missing: {} });
    const none = { missing: 'no --runtime' };
    if (targets.includes('docker')) places.engine = runtime ? await withContainers(runtime) : none;
    if (targets.includes('kubernetes')) places.cluster = runtime ? Cluster.open(resolve(runtime)) : none;
    for (const [target, found] of [['docker', places.engine], ['kubernetes', places.cluster]]) {
      if (found?.missing) places.missing[target] = found.missing;
    }
    return places;
  }

  /** One of them, for a hub of this name. */
  of(target, name) {
    return { embedded: Place, process: Processes, docker: Containers, kubernetes: Pods }[target].of(name, this);
  }

  async stop() {
    await this.engine?.stop?.();
  }
}
