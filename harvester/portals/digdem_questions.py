"""The two questions that Digdem answers, to the letter: a blank more or a ``__typename`` fewer, and it answers neither."""

YEAR_MEETINGS = """query GetYearMeetings($where: MeetingListWhere) {
  meetings(where: $where, orderBy: date_ASC) {
    ...YearMeeting
    __typename
  }
}

fragment YearMeeting on Meeting {
  id
  date
  endDateTime
  internalStatus
  status
  meetingName
  published
  commission {
    id
    __typename
  }
  __typename
}"""
"""What a calendar shows of its meetings."""

MODAL_MEETING = """query ModalMeeting($id: ID!) {
  meeting(where: {id: $id}) {
    id
    date
    location
    synced
    mergedPdf {
      id
      url
      archiveId
      error
      inProgress
      __typename
    }
    commission {
      id
      name
      __typename
    }
    documents(orderBy: order_ASC) {
      id
      title
      type
      azureCustomLink
      classified
      registrationCode
      journalArchiveId
      __typename
    }
    proceedings {
      ...ModalMeetingProceeding
      __typename
    }
    streams {
      id
      title
      url
      status
      startTime
      receivingVideo
      __typename
    }
    __typename
  }
}

fragment ModalMeetingProceeding on Proceeding {
  id
  title
  sequenceNumber
  classified
  type
  order
  agendaOrder
  agendaGroupType
  decisionProposal {
    id
    HTMLDocumentId
    markStats {
      type
      count
      parentChanged
      __typename
    }
    __typename
  }
  documents {
    id
    title
    azureCustomLink
    classified
    registrationCode
    type
    __typename
  }
  publicProposalsCount
  relatedProceedings {
    id
    sequenceNumber
    meeting {
      id
      date
      commission {
        id
        name
        __typename
      }
      __typename
    }
    protocol {
      id
      azureCustomLink
      __typename
    }
    __typename
  }
  __typename
}"""
"""A meeting whole."""
