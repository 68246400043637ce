package io.spaces.client.examples.recipes;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.transfer.TransferProgress;
import java.awt.BorderLayout;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JProgressBar;
import javax.swing.SwingUtilities;

/** Shows how far a backup is in a window, with a button to cancel it. */
public final class SwingProgress {
  private static final int STEPS = 1000;

  private SwingProgress() {}

  /**
   * Runs the recipe.
   *
   * @param args nothing, or an endpoint and a folder
   * @throws IOException when the sample files cannot be made
   * @throws InterruptedException when the main thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (GraphicsEnvironment.isHeadless()) {
      System.out.println("This recipe needs a screen.");
      return;
    }
    JProgressBar bar = new JProgressBar(0, STEPS);
    bar.setStringPainted(true);
    try (PracticeSpace space = PracticeSpace.of(args);
        SpaceClient client =
            SpaceClient.builder()
                .endpoint(space.endpoint())
                .wallet(space.wallet())
                .app(space.app())
                .build()) {

      BackupTask task =
          client
              .backup()
              .blocklet()
              .source(space.folder())
              // Progress comes on a thread of the client; Swing wants everything on its own.
              .onProgress(progress -> SwingUtilities.invokeLater(() -> show(progress, bar)))
              .start();

      JFrame window = new JFrame("Backup");
      SwingUtilities.invokeLater(() -> open(window, bar, task));
      BackupResult result = task.await();
      SwingUtilities.invokeLater(window::dispose);
      System.out.println(result.status());
    }
  }

  private static void open(JFrame window, JProgressBar bar, BackupTask task) {
    JButton cancel = new JButton("Cancel");
    cancel.addActionListener(event -> task.cancel());
    window.add(bar, BorderLayout.CENTER);
    window.add(cancel, BorderLayout.SOUTH);
    window.pack();
    window.setLocationRelativeTo(null);
    window.setVisible(true);
  }

  /** Also works without a window: a bar is an object like others. */
  static void show(TransferProgress progress, JProgressBar bar) {
    bar.setValue((int) (progress.fraction() * STEPS));
    bar.setString(progress.objectsDone() + " of " + progress.objectsTotal() + " objects");
  }
}
