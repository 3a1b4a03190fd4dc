package io.sealcast.catalog;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

@Converter(autoApply = true)
public class VideoStatusConverter implements AttributeConverter<VideoStatus, String> {
  @Override
  public String convertToDatabaseColumn(VideoStatus status) {
    return status == null ? null : status.text();
  }

  @Override
  public VideoStatus convertToEntityAttribute(String text) {
    return text == null ? null : VideoStatus.of(text);
  }
}
