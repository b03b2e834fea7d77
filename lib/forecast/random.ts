// Seeded draws: the same seed gives the same paths on every machine.
import { randomNormal } from "d3-random";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";

export interface Random {
  /** In [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/** @param seed any integer; a text's seed comes from `seedOf` */
export function randomFrom(seed: number): Random {
  const state = xoroshiro128plus(seed | 0);
  const uniform = () => uniformFloat64(state);
  return { uniform, normal: randomNormal.source(uniform)(0, 1) };
}

/** FNV-1a of a text: a series' name gives its own stream of draws. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}
