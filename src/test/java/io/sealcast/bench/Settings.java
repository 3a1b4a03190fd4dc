package io.sealcast.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The scenarios and durations of the benchmark. */
record Settings(
    List<String> scenarios,
    List<String> caches,
    int warmUpSeconds,
    int rounds,
    int posts,
    int viewers,
    int pacedSeconds,
    Map<String, String> serverEnvironment) {

  /** Parses arguments of the form {@code name=value}. A blank value stands for the default. */
  static Settings of(String... arguments) {
    Map<String, String> given = new TreeMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      if (parts.length == 2 && !parts[1].isBlank()) {
        given.put(parts[0], parts[1].strip());
      }
    }
    return new Settings(
        list(given.getOrDefault("scenario", "one,eight,first,ranges,fair,upload,paced")),
        list(given.getOrDefault("cache", "off,brief,on")),
        number(given, "warmup", 120),
        Math.max(1, number(given, "rounds", 5)),
        Math.max(1, number(given, "posts", 100)),
        Math.max(1, number(given, "viewers", 200)),
        Math.max(10, number(given, "seconds", 120)),
        environment(given.getOrDefault("server", "")));
  }

  boolean wants(String scenario) {
    return scenarios.contains(scenario);
  }

  private static List<String> list(String text) {
    return List.of(text.split(","));
  }

  private static int number(Map<String, String> given, String name, int otherwise) {
    return given.containsKey(name) ? Integer.parseInt(given.get(name)) : otherwise;
  }

  private static Map<String, String> environment(String text) {
    Map<String, String> environment = new TreeMap<>();
    for (String setting : text.split(",")) {
      if (setting.contains("=")) {
        environment.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
      }
    }
    return environment;
  }
}
