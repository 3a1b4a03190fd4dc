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

/** Serves HLS playlists, for instance to VLC, ffplay, iPhones and the player of the watch page. */
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

  /** Returns the track of an object. A poster has no segments and therefore no playlist. */
  private static Presentation.Track trackOf(MediaObject object) {
    return object.track().orElseThrow(() -> new DomainException(ErrorCode.NOT_FOUND));
  }

  private static Response playlist(String text) {
    return Response.ok(text)
        .header("Content-Type", HlsManifest.MEDIA_TYPE)
        .header("Cache-Control", "no-store")
        // nginx would buffer the playlist, which names what can be watched, in a file
        .header("X-Accel-Buffering", "no")
        .build();
  }
}
