package io.sealcast.it.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** Many clients on plain sockets that load a server until they are closed. */
final class Storm implements AutoCloseable {
  /** Pause in milliseconds of a client after each step, since the server runs on this machine. */
  private static final int PAUSE = 200;

  private static final int TIMEOUT = 60_000;
  private static final int RECEIVE_BUFFER = 4096;

  private final int port;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();
  private volatile boolean over;

  Storm(int port) {
    this.port = port;
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private void start(Step step) {
    Thread thread =
        new Thread(
            () -> {
              while (!over) {
                try {
                  step.run();
                  Thread.sleep(PAUSE);
                } catch (IOException e) {
                  count(over ? "closed" : "broken off");
                  pause();
                } catch (InterruptedException e) {
                  return;
                }
              }
            },
            "storm");
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void count(String answer) {
    answers.merge(answer, 1, Integer::sum);
  }

  /** Returns the number of answers by status. */
  Map<String, Integer> answers() {
    return new TreeMap<>(answers);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BUFFER); // ignored after the connection
    socket.setSoTimeout(TIMEOUT);
    socket.connect(new InetSocketAddress("localhost", port));
    sockets.add(socket);
    return socket;
  }

  private void drop(Socket socket) throws IOException {
    sockets.remove(socket);
    socket.close();
  }

  /**
   * Sends whole requests, each on a connection of its own, and reads the answers.
   *
   * @param clients number of clients at the same time
   * @param request returns the text of a client's next request, which is called by its thread
   */
  Storm requests(int clients, IntFunction<String> request) {
    for (int i = 0; i < clients; i++) {
      int client = i;
      start(
          () -> {
            Socket socket = connect();
            try {
              socket.getOutputStream().write(bytes(request.apply(client)));
              answer(socket.getInputStream());
            } finally {
              drop(socket);
            }
          });
    }
    return this;
  }

  private void answer(InputStream in) throws IOException {
    String head = ResponseHead.read(in);
    count(head.length() < 12 ? "closed" : head.substring(9, 12));
    in.transferTo(OutputStream.nullOutputStream());
  }

  /**
   * Opens connections that send a beginning and then a byte each 400 ms. A connection that the
   * server closes is replaced.
   *
   * @param clients number of connections
   * @param beginning returns what a client sends at first
   * @param drip what it sends a byte of thereafter
   */
  Storm trickle(int clients, IntFunction<String> beginning, String drip) {
    for (int i = 0; i < clients; i++) {
      int client = i;
      start(
          () -> {
            Socket socket = connect();
            try {
              OutputStream out = socket.getOutputStream();
              out.write(bytes(beginning.apply(client)));
              InputStream in = socket.getInputStream();
              for (int k = 0; !over && in.available() == 0; k++) {
                out.write(drip.charAt(k % drip.length()));
                Thread.sleep(400);
              }
              if (!over) {
                answer(in);
              }
            } finally {
              drop(socket);
            }
          });
    }
    return this;
  }

  /** Opens connections that send a text and read nothing. */
  Storm silent(int clients, IntFunction<String> text) throws IOException {
    for (int i = 0; i < clients; i++) {
      try {
        connect().getOutputStream().write(bytes(text.apply(i)));
      } catch (IOException e) {
        count("refused");
      }
    }
    return this;
  }

  /** Opens WebSockets that send texts as fast as they can. */
  Storm flood(int clients, IntFunction<NonReadingViewer> socket, IntFunction<String> text) {
    for (int i = 0; i < clients; i++) {
      int client = i;
      start(
          () -> {
            try (NonReadingViewer viewer = socket.apply(client)) {
              for (int k = 0; !over; k++) {
                viewer.send(text.apply(k));
              }
            } catch (java.io.UncheckedIOException e) {
              count("ended");
            }
          });
    }
    return this;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    over = true;
    threads.forEach(Thread::interrupt);
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // it had been closed already
      }
    }
  }
}
