export type Tag = {readonly key: string; readonly value: string};

/** Counts of instances, or of vCPUs where the Elastigroup's unit is `weight`. */
export type Capacity = {readonly target: number; readonly minimum: number; readonly maximum: number};
