package io.sealcast.gateway.manifest;

import io.sealcast.account.CurrentAccount;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.Presentation;
import io.sealcast.gateway.MediaObjects;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** HLS for VLC, ffplay, iPhones and the page's player. */
@Path("stream/{file_id}/manifest")
@RequestScoped
public class ManifestResource {
  @Inject private CurrentAccount caller;
  @Inject private StreamSessions sessions;

  @GET
  @Path("{request_id: [^/]+}.m3u8")
  public Response multivariant(
      @PathParam("file_id") String fileId, @PathParam("request_id") String requestId) {
    StreamSession session = sessions.require(caller.require(), FileId.parse(fileId), requestId);
    Presentation.Track track = trackOf(session.defaultRendition());
    return playlist(HlsManifest.multivariant(requestId, new Presentation(List.of(track))));
  }

  @GET
  @Path("{request_id: [^/]+}/{object: [^/]+}.m3u8")
  public Response media(
      @PathParam("file_id") String fileId,
      @PathParam("request_id") String requestId,
      @PathParam("object") String name) {
    StreamSession session = sessions.require(caller.require(), FileId.parse(fileId), requestId);
    return playlist(HlsManifest.media(requestId, trackOf(MediaObjects.require(session, name))));
  }

  /** A poster has no segments, so it has no playlist either. */
  private static Presentation.Track trackOf(MediaObject object) {
    return object.track().orElseThrow(() -> new DomainException(ErrorCode.NOT_FOUND));
  }

  private static Response playlist(String text) {
    return Response.ok(text)
        .header("Content-Type", HlsManifest.MEDIA_TYPE)
        .header("Cache-Control", "no-store")
        // It names what can be watched, which no file of a proxy should keep.
        .header("X-Accel-Buffering", "no")
        .build();
  }
}
