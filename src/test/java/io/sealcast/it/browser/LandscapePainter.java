package io.sealcast.it.browser;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Draws mountains at dusk in layers that move past the camera. The pictures are free of copyrights.
 */
public final class LandscapePainter {
  // drawn for 1080 lines and scaled to two thirds
  private static final int WIDTH = 1920;
  private static final int HEIGHT = 1080;
  private static final int SECONDS = 30;
  private static final int RATE = 25;
  private static final int RIDGES = 6;
  private static final Color HAZE = new Color(0xf3b38a);
  private static final Color NEAR = new Color(0x0c1a2b);

  private LandscapePainter() {}

  /** Returns ffmpeg's arguments for the video. */
  public static List<String> arguments(Path directory) {
    List<String> arguments = new ArrayList<>();
    StringBuilder filter = new StringBuilder();
    for (int i = 0; i <= RIDGES; i++) {
      arguments.add("-i");
      arguments.add(layer(directory, i).toString());
      // each picture is read and converted once instead of for each frame
      String each = "[%d:v]format=yuva420p,loop=-1:1:0,setpts=N/(%d*TB)[l%d];";
      filter.append(each.formatted(i, RATE, i));
    }
    // the sound of wind lets the volume control be shown
    String wind = "anoisesrc=color=brown:amplitude=0.2,lowpass=f=400,tremolo=f=0.15:d=0.8";
    arguments.addAll(List.of("-f", "lavfi", "-i", wind));
    String below = "l0";
    for (int i = 1; i <= RIDGES; i++) {
      String pass = "[%s][l%d]overlay=x='-t*%d*2/3':y=0:eval=frame[s%d];";
      filter.append(pass.formatted(below, i, speed(i), i));
      below = "s" + i;
    }
    filter.append("[").append(below).append("]fps=").append(RATE).append("[v]");
    arguments.addAll(List.of("-filter_complex", filter.toString(), "-map", "[v]"));
    arguments.addAll(List.of("-map", (RIDGES + 1) + ":a", "-c:a", "aac", "-b:a", "96k"));
    arguments.addAll(List.of("-t", Integer.toString(SECONDS), "-r", Integer.toString(RATE)));
    return arguments;
  }

  /** Returns the speed of a layer in pixels per second; near layers move faster. */
  private static int speed(int ridge) {
    return ridge * ridge;
  }

  private static Path layer(Path directory, int index) {
    int width = WIDTH + speed(index) * SECONDS;
    BufferedImage image =
        new BufferedImage(width * 2 / 3, HEIGHT * 2 / 3, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    g.scale(2 / 3.0, 2 / 3.0);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    if (index == 0) {
      sky(g);
    } else {
      ridge(g, index, width);
    }
    g.dispose();
    try {
      Path file = Files.createDirectories(directory).resolve("layer-" + index + ".png");
      ImageIO.write(image, "png", file.toFile());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sky(Graphics2D g) {
    g.setPaint(new GradientPaint(0, 0, new Color(0x1d2b5c), 0, 420, new Color(0x8a5a8c)));
    g.fillRect(0, 0, WIDTH, 420);
    g.setPaint(new GradientPaint(0, 420, new Color(0x8a5a8c), 0, 760, new Color(0xffc48a)));
    g.fillRect(0, 420, WIDTH, HEIGHT);
    Random random = new Random(7);
    for (int i = 0; i < 140; i++) {
      double y = random.nextDouble() * random.nextDouble() * 380;
      double size = 1 + random.nextDouble() * 2;
      g.setColor(new Color(255, 255, 255, (int) (200 * (1 - y / 400))));
      g.fill(new Ellipse2D.Double(random.nextDouble() * WIDTH, y, size, size));
    }
    g.setPaint(glow(1240, 560, 620, 0xffe2a8, 200));
    g.fillRect(0, 0, WIDTH, HEIGHT);
    g.setColor(new Color(0xfff4d6));
    g.fill(new Ellipse2D.Double(1240 - 76, 560 - 76, 152, 152));
  }

  private static RadialGradientPaint glow(int x, int y, int radius, int rgb, int alpha) {
    Color inner = new Color((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255, alpha);
    Color outer = new Color((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255, 0);
    return new RadialGradientPaint(x, y, radius, new float[] {0, 1}, new Color[] {inner, outer});
  }

  private static void ridge(Graphics2D g, int index, int width) {
    double depth = (index - 1) / (double) (RIDGES - 1);
    double base = 560 + 330 * Math.pow(depth, 0.9);
    double height = 190 - 60 * depth;
    Random random = new Random(40 + index);
    double[] phases = random.doubles(8, 0, 2000).toArray();
    Path2D.Double line = new Path2D.Double();
    line.moveTo(0, HEIGHT);
    for (int x = 0; x <= width; x += 2) {
      double y = base;
      double length = 620;
      double part = height;
      for (double phase : phases) {
        y -= part * (1 - 2 * Math.abs(smooth((x + phase) / length, index)));
        length /= 2.1;
        part /= 2.25;
      }
      line.lineTo(x, y);
    }
    line.lineTo(width, HEIGHT);
    line.closePath();
    Color far = mix(HAZE, NEAR, 0.25 + 0.75 * depth);
    Color mist = mix(far, HAZE, 0.42 * (1 - depth));
    g.setPaint(new GradientPaint(0, (float) (base - height), far, 0, (float) (base + 260), mist));
    g.fill(line);
  }

  /** Returns value noise between 0 and 1 with smooth interpolation between integers. */
  private static double smooth(double at, int seed) {
    long whole = (long) Math.floor(at);
    double t = at - whole;
    double eased = t * t * (3 - 2 * t);
    return value(whole, seed) * (1 - eased) + value(whole + 1, seed) * eased;
  }

  private static double value(long at, int seed) {
    return new Random(at * 7919 + seed * 104_729L).nextDouble();
  }

  private static Color mix(Color a, Color b, double share) {
    return new Color(
        (int) (a.getRed() * (1 - share) + b.getRed() * share),
        (int) (a.getGreen() * (1 - share) + b.getGreen() * share),
        (int) (a.getBlue() * (1 - share) + b.getBlue() * share));
  }
}
