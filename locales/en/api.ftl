# The words of the API: problems that only programs meet, and its documentation page.

error-wrong-method-title = Not this method
error-wrong-method = This address exists, but not for this method. The Allow header names those that work.
error-wrong-type-title = Not this kind of content
error-wrong-type = Send the content as JSON, with the header Content-Type: application/json.
error-wrong-cursor-title = This cursor does not work
error-wrong-cursor = This cursor is not from this list, or it was changed on its way. Begin again at the first page, without a cursor.
error-key-reused-title = This key was used before
error-key-reused = This Idempotency-Key was used for a different request. Use a new key for a new request.
error-key-busy-title = Still at work
error-key-busy = The first request with this Idempotency-Key is still at work. Wait a moment, then send the same again.
error-key-missing-title = An Idempotency-Key is needed
error-key-missing = This request needs an Idempotency-Key header of 1 to 255 letters, digits or signs, so that it can be sent again safely.
api-limit-range = Set limit to a number from 1 to 200.
