package io.spaces.client.examples.cli;

import io.spaces.client.transfer.TransferListener;
import java.io.PrintWriter;

/** Prints what a dry run would do, a line an object. */
final class PlanPrinter implements TransferListener {
  private final String verb;
  private final PrintWriter out;

  PlanPrinter(String verb, PrintWriter out) {
    this.verb = verb;
    this.out = out;
  }

  @Override
  public void objectPlanned(String key, long size) {
    out.println(verb + "  " + Printable.line(key) + "  (" + Units.bytes(size) + ")");
  }

  @Override
  public void deletionPlanned(String key) {
    out.println("delete  " + Printable.line(key));
  }
}
