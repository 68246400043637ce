package io.spaces.client.examples.cli;

import io.spaces.client.transfer.TransferProgress;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Shows how far a backup or a restore is, on standard error. */
interface ProgressDisplay extends Consumer<TransferProgress> {
  /** A live bar on a terminal, plain lines elsewhere. */
  static ProgressDisplay on(PrintWriter err) {
    return Terminal.isInteractive() ? new BarDisplay(System.err) : new LineDisplay(err);
  }

  /** To be called when the run has ended, before anything else is printed. */
  void end();
}
