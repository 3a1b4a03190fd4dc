package io.sealcast.vault;

import io.sealcast.problem.DomainException;
import io.sealcast.storage.local.LocalBlobStore;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The command that recovers a video from the storage directory and its encryption key; see {@code
 * docs/recovery.md}. It is the main class of {@code sealcast-recover.jar}, needs no server, and
 * isn't part of the WAR.
 */
public final class RecoverVideo {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private RecoverVideo() {}

  public static void main(String[] arguments) throws IOException {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) throws IOException {
    if (arguments.length != 3 || !arguments[1].matches("[1-9][0-9]{0,17}")) {
      System.err.println(
          "Usage: java -jar sealcast-recover.jar <storage directory> <file_id> <folder to write to>");
      System.err.println("The encryption key is asked for, or read from standard input.");
      return MISUSED;
    }
    Path storage = Path.of(arguments[0]);
    if (!Files.isDirectory(storage)) {
      System.err.println("There is no such storage directory.");
      return MISUSED;
    }
    long fileId = Long.parseLong(arguments[1]);
    char[] secret;
    try {
      secret = askForKey();
    } catch (CharacterCodingException e) {
      System.err.println("The encryption key isn't a text in UTF-8.");
      return FAILED;
    }
    try {
      VideoRecovery recovery = new VideoRecovery(new LocalBlobStore(storage, 0), new KeySlots());
      return report(recovery.recover(fileId, secret, Path.of(arguments[2])));
    } catch (NoSuchFileException e) {
      System.err.println("There is no video " + fileId + " in this storage directory.");
      return FAILED;
    } catch (DomainException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return FAILED;
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  private static int report(List<VideoRecovery.Outcome> outcomes) {
    int result = DONE;
    for (VideoRecovery.Outcome outcome : outcomes) {
      if (outcome.failure() == null) {
        System.out.println("recovered " + outcome.name() + ", " + outcome.size() + " bytes");
      } else {
        System.out.println("damaged   " + outcome.name());
        result = FAILED;
      }
    }
    return result;
  }

  private static char[] askForKey() throws IOException {
    Console console = System.console();
    if (console != null) {
      char[] typed = console.readPassword("Encryption key: ");
      return typed == null ? new char[0] : typed;
    }
    BufferedReader in =
        new BufferedReader(
            // this decoder rejects malformed input, whereas replacing bytes would result in another
            // key
            new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder()));
    String line = in.readLine();
    return line == null ? new char[0] : line.toCharArray();
  }
}
