package io.spaces.client.examples.cli;

import io.spaces.client.transfer.TransferStatus;

/** What the program says to the shell. */
final class ExitCode {
  static final int SUCCEEDED = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int PARTIAL = 3;

  /** As shells do for a program that a SIGINT (2) ended: 128 + 2. */
  static final int CANCELLED = 130;

  private ExitCode() {}

  static int of(TransferStatus status) {
    return switch (status) {
      case SUCCEEDED -> SUCCEEDED;
      case PARTIAL -> PARTIAL;
      case NOTHING_FOUND, FAILED -> FAILED;
      case CANCELLED -> CANCELLED;
    };
  }
}
