package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.transfer.TransferProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineDisplayTest {
  private final StringWriter printed = new StringWriter();

  private static TransferProgress at(long millis, long done) {
    return new TransferProgress(done, 10, done * 1000, 10_000, done / 5, Duration.ofMillis(millis));
  }

  @Test
  void printsALineEveryFewSecondsAndTheLast() {
    LineDisplay display = new LineDisplay(new PrintWriter(printed));
    display.accept(at(0, 0));
    display.accept(at(1900, 1));
    display.accept(at(2100, 2));
    display.accept(at(4000, 3));
    display.accept(at(4100, 4));
    display.accept(at(4200, 10));
    display.end();

    assertThat(printed.toString().lines())
        .containsExactly(
            " 20 %  2 of 10 objects, 2.0 kB of 10.0 kB",
            " 40 %  4 of 10 objects, 4.0 kB of 10.0 kB",
            "100 %  10 of 10 objects, 10.0 kB of 10.0 kB, 2 failed");
  }

  @Test
  void printsNothingForARunThatNeverBegan() {
    new LineDisplay(new PrintWriter(printed)).end();

    assertThat(printed.toString()).isEmpty();
  }

  @Test
  void theBarEndsOnTheLastNumber() {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    BarDisplay bar = new BarDisplay(new PrintStream(screen, true, StandardCharsets.UTF_8));
    bar.accept(at(0, 0));
    bar.accept(at(100, 10));
    bar.end();

    assertThat(screen.toString(StandardCharsets.UTF_8)).contains("100%", "10/10");
  }
}
