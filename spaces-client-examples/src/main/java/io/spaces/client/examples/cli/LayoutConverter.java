package io.spaces.client.examples.cli;

import io.spaces.client.backup.Layout;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code mirror} and {@code vault}. */
final class LayoutConverter implements ITypeConverter<Layout> {
  @Override
  public Layout convert(String text) {
    try {
      return Layout.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("\"" + text + "\" is neither mirror nor vault");
    }
  }
}
