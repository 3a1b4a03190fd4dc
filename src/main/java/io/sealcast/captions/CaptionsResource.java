package io.sealcast.captions;

import io.sealcast.account.Account;
import io.sealcast.account.CurrentAccount;
import io.sealcast.catalog.FileId;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.text.LanguageTag;
import io.sealcast.webvtt.CaptionFile;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The resource by which an owner adds, replaces and removes captions. The last segment of the path
 * is the language by BCP 47. The header {@code Sealcast-Stream} names an open stream session of the
 * owner, whose data key encrypts the captions.
 */
@Path("videos/{file_id}/captions/{lang}")
@RequestScoped
public class CaptionsResource {
  private static final String SUB_RIP = "application/x-subrip";
  private static final String UTF_8 = "utf-8";

  @Inject private CaptionEditing editing;
  @Inject private CurrentAccount current;
  @Context private HttpHeaders headers;

  @PathParam("file_id")
  private String fileId;

  @PathParam("lang")
  private String lang;

  /** Adds captions, or replaces those in the same language. */
  @PUT
  @Consumes({CaptionFile.MEDIA_TYPE, SUB_RIP})
  public void put(@HeaderParam("Sealcast-Stream") @Nullable String requestId, InputStream body)
      throws IOException {
    Account owner = current.require();
    long id = FileId.parse(fileId);
    // a caller who isn't the owner gets NOT_FOUND before anything else is checked
    editing.requireOwner(owner, id);
    if (requestId == null || requestId.isEmpty()) {
      throw DomainException.field(
          ErrorCode.MISSING_FIELD,
          "Sealcast-Stream",
          "The request id of an open stream of the video is missing.");
    }
    editing.put(owner, id, language(), requestId, parse(body));
  }

  /** Removes captions. No key is needed for that. */
  @DELETE
  public void remove() {
    Account owner = current.require();
    long id = FileId.parse(fileId);
    editing.requireOwner(owner, id);
    editing.remove(owner, id, language());
  }

  private LanguageTag language() {
    return LanguageTag.parse(lang)
        .orElseThrow(
            () ->
                DomainException.field(
                    ErrorCode.VALIDATION_FAILED,
                    "lang",
                    "The language has to be a tag such as en or pt-BR."));
  }

  private CaptionFile parse(InputStream body) throws IOException {
    MediaType type = headers.getMediaType();
    if (type == null) {
      throw new DomainException(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }
    if (!type.getParameters().getOrDefault("charset", UTF_8).equalsIgnoreCase(UTF_8)) {
      throw new DomainException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Captions are taken in UTF-8 only.");
    }
    byte[] bytes = body.readNBytes(CaptionFile.MAX_BYTES + 1);
    if (bytes.length > CaptionFile.MAX_BYTES) {
      throw new DomainException(ErrorCode.CAPTIONS_TOO_LARGE);
    }
    return type.getSubtype().equalsIgnoreCase("x-subrip")
        ? CaptionFile.parseSubRip(bytes)
        : CaptionFile.parseWebVtt(bytes);
  }
}
