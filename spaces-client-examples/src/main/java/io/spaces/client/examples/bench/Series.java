package io.spaces.client.examples.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Several runs of the same, of which medians are told. */
final class Series {
  private static final double MEGABYTE = 1e6;

  private final Corpus corpus;
  private final ToDoubleFunction<Measured> inProcessSeconds;
  private final List<Measured> runs = new ArrayList<>();

  Series(Corpus corpus, ToDoubleFunction<Measured> inProcessSeconds) {
    this.corpus = corpus;
    this.inProcessSeconds = inProcessSeconds;
  }

  void add(Measured run) {
    runs.add(run);
  }

  double seconds() {
    return median(Measured::seconds);
  }

  double median(ToDoubleFunction<Measured> value) {
    return median(runs.stream().mapToDouble(value).toArray());
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  void write(String name, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(name);
    number(json, "seconds", seconds());
    number(json, "inProcessSeconds", median(inProcessSeconds));
    number(json, "cpuSeconds", median(Measured::cpuSeconds));
    number(json, "filesPerSecond", corpus.files() / seconds());
    number(json, "megabytesPerSecond", corpus.bytes() / MEGABYTE / seconds());
    number(json, "peakRssMegabytes", median(run -> run.peakMemory() / MEGABYTE));
    json.writeArrayFieldStart("allSeconds");
    for (Measured run : runs) {
      json.writeNumber(rounded(run.seconds()));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static void number(JsonGenerator json, String name, double value) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(rounded(value));
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
