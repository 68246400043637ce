package io.spaces.client.examples.cli;

import io.spaces.client.snapshot.Pruning;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code after-run} as {@link Pruning#AFTER_RUN}, and so on. */
final class PruningConverter implements ITypeConverter<Pruning> {
  @Override
  public Pruning convert(String text) {
    for (Pruning pruning : Pruning.values()) {
      if (HistoryText.word(pruning).equals(text)) {
        return pruning;
      }
    }
    throw new TypeConversionException(
        "\""
            + text
            + "\" is none of "
            + Arrays.stream(Pruning.values())
                .map(HistoryText::word)
                .collect(Collectors.joining(", ")));
  }
}
