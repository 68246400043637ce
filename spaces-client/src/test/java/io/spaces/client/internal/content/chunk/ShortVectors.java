package io.spaces.client.internal.content.chunk;

import java.math.BigInteger;

/**
 * Lattice reduction by Lenstra, Lenstra and Lovász, in whole numbers (Cohen, A Course in
 * Computational Algebraic Number Theory, algorithm 2.6.7).
 */
final class ShortVectors {
  private final BigInteger[][] basis;
  private final BigInteger[][] lambda;
  private final BigInteger[] d;
  private int known;

  private ShortVectors(BigInteger[][] basis) {
    this.basis = basis;
    lambda = new BigInteger[basis.length + 1][basis.length + 1];
    d = new BigInteger[basis.length + 1];
    d[0] = BigInteger.ONE;
  }

  /** Makes the rows of a basis short. */
  static void reduce(BigInteger[][] basis) {
    new ShortVectors(basis).run();
  }

  /** Counts from 1, as the book does. */
  private BigInteger[] row(int k) {
    return basis[k - 1];
  }

  private void run() {
    orthogonalise(1);
    for (int k = 2; k <= basis.length; ) {
      if (k > known) {
        orthogonalise(k);
      }
      reduce(k, k - 1);
      BigInteger between = lambda[k][k - 1];
      BigInteger left = d[k].multiply(d[k - 2]).add(between.pow(2)).shiftLeft(2);
      if (left.compareTo(d[k - 1].pow(2).multiply(BigInteger.valueOf(3))) < 0) {
        swap(k);
        k = Math.max(2, k - 1);
      } else {
        for (int l = k - 2; l >= 1; l--) {
          reduce(k, l);
        }
        k++;
      }
    }
  }

  private void orthogonalise(int k) {
    known = k;
    for (int j = 1; j <= k; j++) {
      BigInteger u = product(row(k), row(j));
      for (int i = 1; i < j; i++) {
        u = d[i].multiply(u).subtract(lambda[k][i].multiply(lambda[j][i])).divide(d[i - 1]);
      }
      if (j < k) {
        lambda[k][j] = u;
      } else {
        d[k] = u;
      }
    }
  }

  private static BigInteger product(BigInteger[] a, BigInteger[] b) {
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < a.length; i++) {
      sum = sum.add(a[i].multiply(b[i]));
    }
    return sum;
  }

  private void reduce(int k, int l) {
    BigInteger twice = lambda[k][l].shiftLeft(1);
    if (twice.abs().compareTo(d[l]) <= 0) {
      return;
    }
    BigInteger q = floor(twice.add(d[l]), d[l].shiftLeft(1));
    for (int i = 0; i < basis.length; i++) {
      row(k)[i] = row(k)[i].subtract(q.multiply(row(l)[i]));
    }
    lambda[k][l] = lambda[k][l].subtract(q.multiply(d[l]));
    for (int i = 1; i < l; i++) {
      lambda[k][i] = lambda[k][i].subtract(q.multiply(lambda[l][i]));
    }
  }

  private static BigInteger floor(BigInteger a, BigInteger b) {
    BigInteger[] parts = a.divideAndRemainder(b);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private void swap(int k) {
    BigInteger[] row = row(k);
    basis[k - 1] = row(k - 1);
    basis[k - 2] = row;
    for (int j = 1; j <= k - 2; j++) {
      BigInteger other = lambda[k][j];
      lambda[k][j] = lambda[k - 1][j];
      lambda[k - 1][j] = other;
    }
    BigInteger between = lambda[k][k - 1];
    BigInteger b = d[k - 2].multiply(d[k]).add(between.pow(2)).divide(d[k - 1]);
    for (int i = k + 1; i <= known; i++) {
      BigInteger t = lambda[i][k];
      lambda[i][k] = d[k].multiply(lambda[i][k - 1]).subtract(between.multiply(t)).divide(d[k - 1]);
      lambda[i][k - 1] = b.multiply(t).add(between.multiply(lambda[i][k])).divide(d[k]);
    }
    d[k - 1] = b;
  }
}
