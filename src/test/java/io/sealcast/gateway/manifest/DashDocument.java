package io.sealcast.gateway.manifest;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A DASH manifest as a player reads it. */
public final class DashDocument {
  private static final String NAMESPACE = "urn:mpeg:dash:schema:mpd:2011";

  private final Document document;

  private DashDocument(Document document) {
    this.document = document;
  }

  /** Parses a manifest, which must be well-formed. */
  public static DashDocument parse(String text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      return new DashDocument(
          factory.newDocumentBuilder().parse(new InputSource(new StringReader(text))));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError(text, e);
    }
  }

  /** Bytes of an object; both ends are inclusive. */
  public record Range(long from, long to) {
    static Range of(String text) {
      String[] ends = text.split("-");
      return new Range(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
    }
  }

  /**
   * A representation.
   *
   * @param adaptationSet number of its adaptation set
   * @param url its URL, relative to that of the manifest
   * @param ranges the initialization, followed by the segments
   * @param timescale units per second
   * @param start start of the first segment
   * @param durations duration of each segment
   */
  public record Representation(
      int adaptationSet,
      String id,
      URI url,
      String codecs,
      List<Range> ranges,
      long timescale,
      long start,
      List<Long> durations) {}

  public Duration duration() {
    return Duration.parse(document.getDocumentElement().getAttribute("mediaPresentationDuration"));
  }

  public List<Representation> representations() {
    List<Representation> found = new ArrayList<>();
    List<Element> sets = elements(document.getDocumentElement(), "AdaptationSet");
    for (int i = 0; i < sets.size(); i++) {
      for (Element element : elements(sets.get(i), "Representation")) {
        found.add(representation(i, element));
      }
    }
    return found;
  }

  private static Representation representation(int adaptationSet, Element element) {
    List<Range> ranges = new ArrayList<>();
    ranges.add(Range.of(only(element, "Initialization").getAttribute("range")));
    elements(element, "SegmentURL")
        .forEach(e -> ranges.add(Range.of(e.getAttribute("mediaRange"))));
    List<Element> times = elements(element, "S");
    return new Representation(
        adaptationSet,
        element.getAttribute("id"),
        URI.create(only(element, "BaseURL").getTextContent()),
        element.getAttribute("codecs"),
        ranges,
        Long.parseLong(only(element, "SegmentList").getAttribute("timescale")),
        Long.parseLong(times.get(0).getAttribute("t")),
        times.stream().map(e -> Long.parseLong(e.getAttribute("d"))).toList());
  }

  private static Element only(Element parent, String name) {
    List<Element> found = elements(parent, name);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " elements " + name);
    }
    return found.get(0);
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagNameNS(NAMESPACE, name);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }
}
