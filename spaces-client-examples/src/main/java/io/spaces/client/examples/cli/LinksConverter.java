package io.spaces.client.examples.cli;

import io.spaces.client.backup.SymbolicLinks;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code skip} and {@code follow}. */
final class LinksConverter implements ITypeConverter<SymbolicLinks> {
  @Override
  public SymbolicLinks convert(String text) {
    try {
      return SymbolicLinks.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("\"" + text + "\" is neither skip nor follow");
    }
  }
}
