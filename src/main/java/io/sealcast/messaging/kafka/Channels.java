package io.sealcast.messaging.kafka;

import io.sealcast.messaging.EventPosition;
import io.sealcast.messaging.JobHandler;
import io.sealcast.messaging.RangeRequestHandler;
import io.sealcast.messaging.RangeResponseHandler;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The incoming channels. Each method decodes a record and passes it to the port that handles it.
 */
@ApplicationScoped
public class Channels {
  private final ChannelMeter processing = new ChannelMeter("video-processing");
  private final ChannelMeter streaming = new ChannelMeter("video-streaming");
  private final ChannelMeter responses = new ChannelMeter("streaming-response");
  private final ChannelMeter events = new ChannelMeter("video-events");

  private final Instance<JobHandler> jobs;
  private final Instance<RangeRequestHandler> requests;
  private final Instance<RangeResponseHandler> answers;
  private final Instance<VideoEventHandler> eventHandlers;
  private final AuthenticatedEvents authenticated;

  @Inject
  Channels(
      @Any Instance<JobHandler> jobs,
      @Any Instance<RangeRequestHandler> requests,
      @Any Instance<RangeResponseHandler> answers,
      @Any Instance<VideoEventHandler> eventHandlers,
      AuthenticatedEvents authenticated) {
    this.jobs = jobs;
    this.requests = requests;
    this.answers = answers;
    this.eventHandlers = eventHandlers;
    this.authenticated = authenticated;
  }

  /** Receives processing jobs. */
  @Incoming("video-processing")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  public CompletionStage<Void> job(Message<byte[]> message) {
    return processing.handle(
        message, record -> jobs.get().handle(ProcessingJobCodec.decode(record.value())));
  }

  /** Receives range requests. */
  @Incoming("video-streaming")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  public CompletionStage<Void> request(Message<byte[]> message) {
    return streaming.handle(
        message,
        record ->
            requests.get().handle(RangeRequestCodec.decode(record.headers(), record.value())));
  }

  /**
   * Receives the responses to this instance's range requests. A chunk isn't copied out of the
   * buffer of its record.
   */
  @Incoming("streaming-response")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  public CompletionStage<Void> response(Message<ByteBuffer> message) {
    return responses.handle(
        message,
        record ->
            answers.get().handle(RangeResponseCodec.decode(record.headers(), record.value())));
  }

  /** Receives the events about videos, which every instance gets. */
  @Incoming("video-events")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  public CompletionStage<Void> event(Message<byte[]> message) {
    return events.handle(
        message,
        record -> {
          VideoEvent event = authenticated.read(record);
          EventPosition position = new EventPosition(record.offset(), record.timestamp());
          eventHandlers.forEach(handler -> handler.handle(event, position));
        });
  }

  List<ChannelMeter> meters() {
    return List.of(processing, streaming, responses, events);
  }
}
