package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.UUID;

/** One stored encrypted file of a video: the source, a rendition, a poster. */
@Entity
@Table(name = "media_object")
public class MediaObject {
  /** What an object is. */
  public enum Kind {
    SOURCE,
    RENDITION,
    POSTER
  }

  @Id
  @Column(name = "object_id")
  private UUID objectId;

  @ManyToOne(optional = false)
  @JoinColumn(name = "video_id", updatable = false)
  private VideoFile video;

  @Column(nullable = false)
  private String name;

  @Column(nullable = false)
  @jakarta.persistence.Enumerated(jakarta.persistence.EnumType.STRING)
  private Kind kind;

  @Column(name = "content_type", nullable = false)
  private String contentType;

  @Column(name = "size_bytes", nullable = false)
  private long size;

  @Column(nullable = false)
  private byte[] iv;

  private Integer width;
  private Integer height;
  private Integer bitrate;
  private String codecs;

  @Column(name = "is_default", nullable = false)
  private boolean defaultRendition;

  @Column(name = "segment_index")
  @Convert(converter = SegmentIndexConverter.class)
  private SegmentIndex segmentIndex;

  protected MediaObject() {}

  /**
   * @param objectId bound into the container's tags
   * @param name unique in the video; what media URLs and range messages name
   * @param contentType a MIME type, without codecs
   * @param size bytes of plaintext
   * @param iv the container's IV
   */
  public MediaObject(
      UUID objectId, String name, Kind kind, String contentType, long size, byte[] iv) {
    this.objectId = objectId;
    this.name = name;
    this.kind = kind;
    this.contentType = contentType;
    this.size = size;
    this.iv = iv.clone();
  }

  /**
   * Says what the picture and sound of a rendition are.
   *
   * @param bitrate bits per second, averaged
   * @param codecs an RFC 6381 list such as {@code avc1.64001f,mp4a.40.2}
   */
  public MediaObject withMedia(
      int width, int height, int bitrate, String codecs, SegmentIndex index) {
    this.width = width;
    this.height = height;
    this.bitrate = bitrate;
    this.codecs = codecs;
    this.segmentIndex = index;
    return this;
  }

  public MediaObject asDefault() {
    this.defaultRendition = true;
    return this;
  }

  void belongsTo(VideoFile owner) {
    this.video = owner;
  }

  public UUID getObjectId() {
    return objectId;
  }

  public String getName() {
    return name;
  }

  public Kind getKind() {
    return kind;
  }

  public String getContentType() {
    return contentType;
  }

  public long getSize() {
    return size;
  }

  public byte[] getIv() {
    return iv.clone();
  }

  public Integer getWidth() {
    return width;
  }

  public Integer getHeight() {
    return height;
  }

  public Integer getBitrate() {
    return bitrate;
  }

  public String getCodecs() {
    return codecs;
  }

  public boolean isDefault() {
    return defaultRendition;
  }

  /** Time to bytes, or null for what isn't a rendition. */
  public SegmentIndex getSegmentIndex() {
    return segmentIndex;
  }
}
