package io.spaces.client.examples.cli;

import io.spaces.client.transfer.TransferProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Plain lines, one every few seconds: for logs. */
final class LineDisplay implements ProgressDisplay {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final PrintWriter err;
  private Duration next = INTERVAL;
  private @Nullable TransferProgress last;

  LineDisplay(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void accept(TransferProgress progress) {
    last = progress;
    if (progress.elapsed().compareTo(next) >= 0) {
      print(progress);
    }
  }

  private void print(TransferProgress progress) {
    next = progress.elapsed().plus(INTERVAL);
    last = null;
    err.println(line(progress));
    err.flush();
  }

  static String line(TransferProgress progress) {
    String failed = progress.objectsFailed() > 0 ? ", " + progress.objectsFailed() + " failed" : "";
    return String.format(
        Locale.ROOT,
        "%3d %%  %,d of %s, %s of %s%s",
        (int) (progress.fraction() * 100),
        progress.objectsDone(),
        Units.objects(progress.objectsTotal()),
        Units.bytes(progress.bytesDone()),
        Units.bytes(progress.bytesTotal()),
        failed);
  }

  /** Ends on the last number. */
  @Override
  public synchronized void end() {
    if (last != null && last.objectsTotal() > 0) {
      print(last);
    }
  }
}
