package io.spaces.client.examples.cli;

import io.spaces.client.backup.BackupListener;
import java.io.PrintWriter;

/** Prints what a dry run would do, a line an object. */
final class PlanPrinter implements BackupListener {
  private final PrintWriter out;

  PlanPrinter(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void objectPlanned(String key, long size) {
    out.println("send    " + Printable.key(key) + "  (" + Units.bytes(size) + ")");
  }

  @Override
  public void deletionPlanned(String key) {
    out.println("delete  " + Printable.key(key));
  }
}
