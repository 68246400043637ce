package io.spaces.client.examples.cli;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.snapshot.Retention;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads rules as {@link Retention#parse} does, such as {@code last:3,daily:7}. */
final class RetentionConverter implements ITypeConverter<Retention> {
  @Override
  public Retention convert(String text) {
    try {
      return Retention.parse(text);
    } catch (InvalidParameterException e) {
      String message = String.valueOf(e.getMessage());
      throw new TypeConversionException(message.substring((e.parameter() + " is ").length()));
    }
  }
}
