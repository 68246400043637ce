package io.spaces.client.examples.cli;

import io.spaces.client.transfer.TransferProgress;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A live bar on a terminal. */
final class BarDisplay implements ProgressDisplay {
  /** Fits the narrowest usual terminal; to ask for the width would load a terminal library. */
  private static final int WIDTH = 79;

  private static final int REFRESH_MILLIS = 200;
  private static final long MEGABYTE = 1_000_000;

  private final PrintStream stream;
  private @Nullable ProgressBar bar;
  private boolean ended;

  BarDisplay(PrintStream stream) {
    this.stream = stream;
  }

  @Override
  public synchronized void accept(TransferProgress progress) {
    if (ended || progress.objectsTotal() == 0) {
      return;
    }
    if (bar == null) {
      bar = open();
    }
    bar.maxHint(progress.bytesTotal());
    bar.stepTo(progress.bytesDone());
    bar.setExtraMessage(
        String.format(Locale.ROOT, " %,d/%,d", progress.objectsDone(), progress.objectsTotal()));
  }

  private ProgressBar open() {
    return new ProgressBarBuilder()
        .setTaskName("spaces")
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(" MB", MEGABYTE)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .setConsumer(new ConsoleProgressBarConsumer(stream, WIDTH))
        .build();
  }

  @Override
  public synchronized void end() {
    ended = true;
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
