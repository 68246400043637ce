package io.spaces.client.examples.cli;

import io.spaces.client.restore.OverwritePolicy;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code if-newer} as {@link OverwritePolicy#IF_NEWER}, and so on. */
final class PolicyConverter implements ITypeConverter<OverwritePolicy> {
  @Override
  public OverwritePolicy convert(String text) {
    try {
      return OverwritePolicy.valueOf(text.replace('-', '_').toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "\"" + text + "\" is not one of if-different, always, never, if-newer");
    }
  }
}
