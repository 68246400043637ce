package io.spaces.client.examples.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a set's name; one that is blank is an unset variable of a script rather than a wish. */
final class SetConverter implements ITypeConverter<String> {
  private static final String NONE = "-";

  @Override
  public String convert(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException(
          "the name is blank; expected a set, or " + NONE + " for snapshots of none");
    }
    return text.equals(NONE) ? "" : text;
  }
}
