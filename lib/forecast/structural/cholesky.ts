// Small dense symmetric systems, row after row in one array. Only what the regression needs: factor, solve, inverse.

/** Lower factor L of A = L·Lᵀ, in place of A's lower triangle. @returns false when A isn't positive definite */
export function factor(a: Float64Array, size: number): boolean {
  for (let row = 0; row < size; row++) {
    const at = row * size;
    for (let column = 0; column <= row; column++) {
      const other = column * size;
      let sum = a[at + column]!;
      for (let k = 0; k < column; k++) sum -= a[at + k]! * a[other + k]!;
      if (column < row) a[at + column] = sum / a[other + column]!;
      else if (sum > 0) a[at + row] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Solves L·Lᵀ·x = b in place of b. */
export function solve(lower: Float64Array, size: number, b: Float64Array): void {
  for (let row = 0; row < size; row++) {
    let sum = b[row]!;
    for (let k = 0; k < row; k++) sum -= lower[row * size + k]! * b[k]!;
    b[row] = sum / lower[row * size + row]!;
  }
  solveUpper(lower, size, b);
}

/** Solves Lᵀ·x = b in place of b: turns standard normal draws into draws whose covariance is A⁻¹. */
export function solveUpper(lower: Float64Array, size: number, b: Float64Array): void {
  for (let row = size - 1; row >= 0; row--) {
    const value = (b[row] = b[row]! / lower[row * size + row]!);
    for (let k = 0; k < row; k++) b[k]! -= lower[row * size + k]! * value;
  }
}

/** A⁻¹ in full from the factor of A. */
export function inverse(lower: Float64Array, size: number): Float64Array {
  const inv = new Float64Array(size * size);
  // Rows of L⁻¹ by forward substitution, kept as rows so that every inner loop runs along memory.
  for (let row = 0; row < size; row++) {
    const at = row * size;
    for (let k = 0; k < row; k++) {
      const share = lower[at + k]!;
      if (share === 0) continue;
      const from = k * size;
      for (let column = 0; column <= k; column++) inv[at + column]! -= share * inv[from + column]!;
    }
    inv[at + row] = 1;
    const diagonal = 1 / lower[at + row]!;
    for (let column = 0; column <= row; column++) inv[at + column]! *= diagonal;
  }
  const out = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    const from = k * size;
    for (let row = 0; row <= k; row++) {
      const share = inv[from + row]!;
      if (share === 0) continue;
      const at = row * size;
      for (let column = 0; column <= row; column++) out[at + column]! += share * inv[from + column]!;
    }
  }
  for (let row = 0; row < size; row++) for (let column = 0; column < row; column++) out[column * size + row] = out[row * size + column]!;
  return out;
}
