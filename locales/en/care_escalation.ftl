# Complaints past their promise, for managers.
notice-kind-complaint-late = Complaints past their promise
notice-overdue-title = { $step ->
    [respond] { $subject } is not answered yet: { $unit }
    [again] { $subject } is still not answered: { $unit }
    [silent] { $subject } without a word for two working days: { $unit }
   *[other] { $subject } is past its promised end: { $unit }
}
notice-overdue-text = { $step ->
    [respond] The promised time of an answer is over. Answer or assign it. { $excerpt }
    [again] Those on duty were told one working hour ago. Answer or assign it. { $excerpt }
    [silent] Tell its reporter how far it is. { $excerpt }
   *[other] The promised time of the solution is over. { $excerpt }
}
