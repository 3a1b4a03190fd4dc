package io.sealcast.gateway.manifest;

import io.sealcast.catalog.CaptionTrack;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.Presentation.Track;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.catalog.SoundTrack;
import io.sealcast.gateway.StreamLinks;
import io.sealcast.webvtt.CaptionFile;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Builds DASH manifests (ISO/IEC 23009-1). Their URLs are relative to that of the manifest. That of
 * a video which is being prepared is dynamic: players request it again and get what was added.
 *
 * <p>The times of the media are those of the presentation. There is no {@code
 * presentationTimeOffset}, since renditions start at 0. A picture may start up to 0.1 s later; an
 * offset would then cut off the sound before it.
 */
final class DashManifest {
  static final String MEDIA_TYPE = "application/dash+xml";

  private static final String NAMESPACE = "urn:mpeg:dash:schema:mpd:2011";

  /**
   * The profile "ISO base media file format main". The live profile requires a template of URLs,
   * and the on-demand profile an index in the file.
   */
  private static final String PROFILE = "urn:mpeg:dash:profile:isoff-main:2011";

  /**
   * Since when the segments of a dynamic manifest are available. A player computes from it and from
   * its own clock which of the listed segments it may request, and all of them have been available
   * when they are listed. The beginning of 1970 is further in the past than any video is long, on
   * every clock, and the same in all versions of a manifest.
   */
  private static final String AVAILABLE_SINCE = "1970-01-01T00:00:00Z";

  /** After how many seconds a player requests a dynamic manifest again. */
  private static final String UPDATE_PERIOD = "PT2S";

  private final XMLStreamWriter xml;
  private final String mediaFolder;

  private DashManifest(XMLStreamWriter xml, String requestId) {
    this.xml = xml;
    this.mediaFolder = "../media/" + StreamLinks.encode(requestId) + "/";
  }

  /**
   * Builds the manifest, which describes the tracks and their segments.
   *
   * @param now the time at which it is built
   */
  static String of(String requestId, Presentation presentation, Instant now) {
    StringWriter text = new StringWriter();
    try {
      // the JDK's own, whichever other implementation the server has
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new DashManifest(xml, requestId).write(presentation, now);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text in memory can't be written", e);
    }
    return text.append('\n').toString();
  }

  private void write(Presentation presentation, Instant now) throws XMLStreamException {
    List<TimedTrack> tracks = ListedTracks.of(presentation).stream().map(TimedTrack::of).toList();
    List<TimedTrack> sounds =
        presentation.sounds().stream().map(sound -> TimedTrack.of(sound.track())).toList();
    List<TimedTrack> all = Stream.concat(tracks.stream(), sounds.stream()).toList();
    long end = all.stream().mapToLong(t -> t.times().end()).max().orElse(0);
    long longest = all.stream().mapToLong(t -> t.times().longest()).max().orElse(0);
    xml.writeStartDocument("UTF-8", "1.0");
    begin("MPD");
    xml.writeDefaultNamespace(NAMESPACE);
    xml.writeAttribute("type", presentation.complete() ? "static" : "dynamic");
    xml.writeAttribute("profiles", PROFILE);
    if (presentation.complete()) {
      xml.writeAttribute("mediaPresentationDuration", duration(end));
    } else {
      growing(presentation, end, now);
    }
    // a player that has buffered so much at the peak bit rate never has to wait
    xml.writeAttribute("minBufferTime", duration(longest));
    begin("Period");
    xml.writeAttribute("id", "1");
    if (!presentation.complete()) {
      // required in a dynamic manifest, whose first period would otherwise not be available yet
      xml.writeAttribute("start", "PT0S");
    }
    Map<Kind, List<TimedTrack>> sets =
        tracks.stream()
            .collect(Collectors.groupingBy(Kind::of, LinkedHashMap::new, Collectors.toList()));
    for (Map.Entry<Kind, List<TimedTrack>> set : sets.entrySet()) {
      adaptationSet(set.getKey(), set.getValue(), !sounds.isEmpty());
    }
    for (int i = 0; i < sounds.size(); i++) {
      sound(presentation.sounds().get(i), sounds.get(i), i == 0);
    }
    for (CaptionTrack captions : presentation.captions()) {
      captions(captions, presentation.duration());
    }
    end();
    end();
    xml.writeEndDocument();
    xml.close();
  }

  /** Writes what a manifest has to which segments are still added (section 5.3.1.2). */
  private void growing(Presentation presentation, long end, Instant now) throws XMLStreamException {
    xml.writeAttribute("availabilityStartTime", AVAILABLE_SINCE);
    xml.writeAttribute("publishTime", now.truncatedTo(ChronoUnit.MILLIS).toString());
    xml.writeAttribute("minimumUpdatePeriod", UPDATE_PERIOD);
    long planned = SegmentTimes.units(presentation.duration());
    if (planned > 0) {
      // with a duration it is a recording in progress to players, and without one a broadcast
      xml.writeAttribute("mediaPresentationDuration", duration(Math.max(planned, end)));
    }
  }

  /**
   * Writes the alternatives of one kind. A file with picture and sound is described by its codecs
   * only: dash.js refuses one whose parts are listed as {@code ContentComponent}.
   *
   * @param apart whether each track has either pictures or sound
   */
  private void adaptationSet(Kind kind, List<TimedTrack> tracks, boolean apart)
      throws XMLStreamException {
    boolean aligned = tracks.stream().map(TimedTrack::times).distinct().count() == 1;
    begin("AdaptationSet");
    if (apart) {
      xml.writeAttribute("contentType", kind.contentType().replaceFirst("/.*", ""));
    }
    xml.writeAttribute("mimeType", kind.contentType());
    language(tracks.get(0).track());
    xml.writeAttribute("segmentAlignment", Boolean.toString(aligned));
    xml.writeAttribute("startWithSAP", "1");
    for (TimedTrack timed : tracks) {
      representation(timed.track(), timed.times());
    }
    end();
  }

  private void language(Track track) throws XMLStreamException {
    if (track.language().isPresent()) {
      xml.writeAttribute("lang", track.language().get().value());
    }
  }

  /** Writes a sound track, which a viewer and not the player chooses. */
  private void sound(SoundTrack sound, TimedTrack timed, boolean isDefault)
      throws XMLStreamException {
    begin("AdaptationSet");
    xml.writeAttribute("contentType", "audio");
    xml.writeAttribute("mimeType", sound.track().contentType());
    language(sound.track());
    xml.writeAttribute("segmentAlignment", "true");
    xml.writeAttribute("startWithSAP", "1");
    empty("AudioChannelConfiguration");
    xml.writeAttribute("schemeIdUri", "urn:mpeg:dash:23003:3:audio_channel_configuration:2011");
    xml.writeAttribute("value", Integer.toString(sound.channels()));
    begin("Label");
    xml.writeCharacters(sound.label());
    xml.writeEndElement();
    empty("Role");
    xml.writeAttribute("schemeIdUri", "urn:mpeg:dash:role:2011");
    xml.writeAttribute("value", isDefault ? "main" : "alternate");
    representation(timed.track(), timed.times());
    end();
  }

  /** Writes captions, whose file is one segment (ISO/IEC 23009-1, 5.3.9.3). */
  private void captions(CaptionTrack captions, double duration) throws XMLStreamException {
    String name = StreamLinks.encode(captions.object());
    begin("AdaptationSet");
    xml.writeAttribute("contentType", "text");
    xml.writeAttribute("mimeType", CaptionFile.MEDIA_TYPE);
    xml.writeAttribute("lang", captions.language().value());
    empty("Role");
    xml.writeAttribute("schemeIdUri", "urn:mpeg:dash:role:2011");
    xml.writeAttribute("value", "subtitle");
    begin("Label");
    xml.writeCharacters(captions.label());
    xml.writeEndElement();
    begin("Representation");
    xml.writeAttribute("id", name);
    long bandwidth = Math.round(captions.size() * 8 / Math.max(1, duration));
    xml.writeAttribute("bandwidth", Long.toString(Math.max(1, bandwidth)));
    begin("BaseURL");
    xml.writeCharacters(mediaFolder + name);
    xml.writeEndElement();
    end();
    end();
  }

  /** Returns a frame rate as a whole number or a fraction (FrameRateType of the schema). */
  private static String frameRate(double rate) {
    long thousandths = Math.max(1, Math.round(rate * 1000));
    return thousandths % 1000 == 0 ? Long.toString(thousandths / 1000) : thousandths + "/1000";
  }

  private void representation(Track track, SegmentTimes times) throws XMLStreamException {
    begin("Representation");
    xml.writeAttribute("id", StreamLinks.encode(track.id()));
    xml.writeAttribute("bandwidth", Long.toString(track.peakBitrate()));
    if (!track.codecs().isEmpty()) {
      xml.writeAttribute("codecs", String.join(",", track.codecs()));
    }
    if (track.resolution().isPresent()) {
      xml.writeAttribute("width", Integer.toString(track.resolution().get().width()));
      xml.writeAttribute("height", Integer.toString(track.resolution().get().height()));
    }
    if (track.frameRate().isPresent()) {
      xml.writeAttribute("frameRate", frameRate(track.frameRate().getAsDouble()));
    }
    begin("BaseURL");
    xml.writeCharacters(mediaFolder + StreamLinks.encode(track.name()));
    xml.writeEndElement();
    segmentList(track.segments(), times);
    end();
  }

  private void segmentList(SegmentIndex index, SegmentTimes times) throws XMLStreamException {
    begin("SegmentList");
    xml.writeAttribute("timescale", Long.toString(SegmentTimes.TIMESCALE));
    empty("Initialization");
    xml.writeAttribute("range", range(index.initOffset(), index.initSize()));
    timeline(times);
    for (SegmentIndex.Segment segment : index.segments()) {
      empty("SegmentURL");
      xml.writeAttribute("mediaRange", range(segment.offset(), segment.size()));
    }
    end();
  }

  /**
   * Writes one element for each segment. Equal durations aren't merged with the attribute {@code
   * r}: dash.js 5.2 takes the number of an element for that of its segment.
   */
  private void timeline(SegmentTimes times) throws XMLStreamException {
    begin("SegmentTimeline");
    for (int i = 0; i < times.count(); i++) {
      empty("S");
      if (i == 0) {
        xml.writeAttribute("t", Long.toString(times.start()));
      }
      xml.writeAttribute("d", Long.toString(times.duration(i)));
    }
    end();
  }

  private static String range(long offset, long size) {
    return offset + "-" + (offset + size - 1);
  }

  /** Returns a duration by ISO 8601, such as {@code PT2.5S}. */
  private static String duration(long units) {
    BigDecimal seconds =
        BigDecimal.valueOf(units).divide(BigDecimal.valueOf(SegmentTimes.TIMESCALE));
    return "PT" + seconds.toPlainString() + "S";
  }

  private void begin(String element) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement(element);
  }

  private void empty(String element) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeEmptyElement(element);
  }

  private void end() throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private record TimedTrack(Track track, SegmentTimes times) {
    static TimedTrack of(Track track) {
      return new TimedTrack(track, SegmentTimes.of(track.segments()));
    }
  }

  /**
   * What tracks that a player may switch between have in common.
   *
   * @param contentType MIME type without codecs
   * @param formats the codecs without their profiles, such as {@code avc1} and {@code mp4a}
   */
  private record Kind(String contentType, List<String> formats) {
    static Kind of(TimedTrack timed) {
      Track track = timed.track();
      return new Kind(
          track.contentType(),
          track.codecs().stream().map(codec -> codec.replaceFirst("\\..*", "")).toList());
    }
  }
}
