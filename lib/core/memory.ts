// Values that few keys make and many ask for: a shop's orders come from few places, on few pages, at few hours.

/** Forgets everything once it holds `most`: what is asked for often is soon there again. */
export class Memory<Key, Value extends NonNullable<unknown> | null> {
  private readonly values = new Map<Key, Value>();

  constructor(private readonly most: number) {}

  /** The key's value, made where it isn't known. */
  of(key: Key, make: (key: Key) => Value): Value {
    const known = this.values.get(key);
    if (known !== undefined) return known;
    if (this.values.size >= this.most) this.values.clear();
    const made = make(key);
    this.values.set(key, made);
    return made;
  }
}
